<% for (const { name, value } of set) { -%>
builtin set -gx <%- name %> <%= value %>;
<% } for (const name of restore) { -%>
<%- include('restore.fish', { name }) -%>
<% } -%>
builtin set -eg <%- unset.join(' ') %>;
<% for (const name of unset) { -%>
builtin set -qx <%- name %>; and builtin set -gx <%- name %> '';
<% } -%>
if <% for (const { name, value } of set) { %>builtin test "$<%- name %>" = <%= value %>; and <% } %>builtin test -z "<% for (const name of unset) { %>$<%- name %><% } %>"; builtin set -gx SWOP_ACCOUNT <%= account %>; else; builtin source <%= off %> 2>/dev/null; builtin printf '%s\n' <%= failure %> >&2; end;
builtin test "$SWOP_ACCOUNT" = <%= account %>;
