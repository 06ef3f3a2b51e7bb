<%# Every line ends in ; and there are no comments: `swop env` prints this text. In the condition of an if, set -e is off. -%>
if \builtin :;
<% for (const { name, value } of set) { -%>
\builtin export <%- name %>=<%= value %>;
<% } for (const name of restore) { -%>
<%- include('restore.bash', { name }) -%>
<% } -%>
\builtin unset -v <%- unset.join(' ') %>;
then \builtin :; fi 2>/dev/null;
<%# The last line puts the account in force, or what was: the account that SWOP_ACCOUNT still names, else the baseline. -%>
if <% for (const { name, value } of set) { %>\builtin test "${<%- name %>-}" = <%= value %> && <% } %>[[ -z <% for (const name of unset) { %>${<%- name %>+x}<% } %> ]]; then \builtin export SWOP_ACCOUNT=<%= account %>; else \builtin :; if [[ -z ${SWOP_ACCOUNT-} ]]; then \builtin source <%= off %> 2>/dev/null; elif [[ $SWOP_ACCOUNT != <%= account %> && -O <%= accounts %>/$SWOP_ACCOUNT/env.bash ]]; then \builtin source <%= accounts %>/"$SWOP_ACCOUNT"/env.bash 2>/dev/null; fi; \builtin printf '%s\n' <%= failure %> >&2; \builtin false; fi;
