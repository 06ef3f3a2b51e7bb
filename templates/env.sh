<%# Every line ends in ; and there are no comments: `swop env` prints this text. In the condition of an if, set -e is off. -%>
if \command :;
<% for (const { name, value } of set) { -%>
\command export <%- name %>=<%= value %>;
<% } for (const name of restore) { -%>
<%- include('restore.sh', { name }) -%>
<% } -%>
\command unset -v <%- unset.join(' ') %>;
then \command :; fi 2>/dev/null;
<%# The last line puts the account in force, or what was: the account that SWOP_ACCOUNT still names, else the baseline. -%>
if <% for (const { name, value } of set) { %>[ "${<%- name %>-}" = <%= value %> ] && <% } %>[ -z "<% for (const name of unset) { %>${<%- name %>+x}<% } %>" ]; then \command export SWOP_ACCOUNT=<%= account %>; else \command :; if [ -z "${SWOP_ACCOUNT-}" ]; then \command . <%= off %> 2>/dev/null; elif [ "$SWOP_ACCOUNT" != <%= account %> ] && [ -f <%= accounts %>/"$SWOP_ACCOUNT"/env.sh ]; then \command . <%= accounts %>/"$SWOP_ACCOUNT"/env.sh 2>/dev/null; fi; \command printf '%s\n' <%= failure %> >&2; \command false; fi;
