<% for (const { name, value } of set) { -%>
\builtin export <%- name %>=<%= value %>;
<% } for (const name of restore) { -%>
<%- include('restore.bash', { name }) -%>
<% } -%>
\builtin unset -v <%- unset.join(' ') %>;
if [[ <% for (const { name, value } of set) { %>${<%- name %>-} == <%= value %> && <% } %>-z <% for (const name of unset) { %>${<%- name %>+x}<% } %> ]]; then \builtin export SWOP_ACCOUNT=<%= account %>; else \builtin source <%= off %> 2>/dev/null; \builtin printf '%s\n' <%= failure %> >&2; fi;
[[ ${SWOP_ACCOUNT-} == <%= account %> ]];
