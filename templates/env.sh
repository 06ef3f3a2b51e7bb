<% for (const { name, value } of set) { -%>
\command export <%- name %>=<%= value %>;
<% } for (const name of restore) { -%>
if [ -n "${SWOP_SAVED_<%- name %>+x}" ]; then \command export <%- name %>="$SWOP_SAVED_<%- name %>"; else \command unset -v <%- name %>; fi;
<% } -%>
\command unset -v <%- unset.join(' ') %>;
if <% for (const { name, value } of set) { %>[ "${<%- name %>-}" = <%= value %> ] && <% } %>[ -z "<% for (const name of unset) { %>${<%- name %>+x}<% } %>" ]; then \command export SWOP_ACCOUNT=<%= account %>; else \command . <%= off %> 2>/dev/null; \command printf '%s\n' <%= failure %> >&2; fi;
[ "${SWOP_ACCOUNT-}" = <%= account %> ];
