<%# Every line ends in ; and there are no comments: `swop env` prints this text. -%>
<% for (const { name, value } of set) { -%>
builtin set -gx <%- name %> <%= value %>;
<% } for (const name of restore) { -%>
<%- include('restore.fish', { name }) -%>
<% } -%>
builtin set -eg <%- unset.join(' ') %>;
<%# What is still there is a universal variable, which only an exported empty value hides from a program. -%>
<% for (const name of unset) { -%>
builtin set -q <%- name %>; and builtin set -gx <%- name %> '';
<% } -%>
<%# The last line puts the account in force, or what was: the account that SWOP_ACCOUNT still names, else the baseline. -%>
if <% for (const { name, value } of set) { %>builtin test "$<%- name %>" = <%= value %>; and <% } %>builtin test -z "<% for (const name of unset) { %>$<%- name %><% } %>"; builtin set -gx SWOP_ACCOUNT <%= account %>; else; if builtin test -z "$SWOP_ACCOUNT"; builtin source <%= off %> 2>/dev/null; else if builtin test "$SWOP_ACCOUNT" != <%= account %>; and builtin test -O <%= accounts %>/"$SWOP_ACCOUNT"/env.fish; builtin source <%= accounts %>/"$SWOP_ACCOUNT"/env.fish 2>/dev/null; end; builtin printf '%s\n' <%= failure %> >&2; builtin false; end;
