if builtin test -z "$SWOP_SAVED"; and builtin string match -q -- <%= accounts %>'/*/home' "$HOME"; builtin set -gx HOME <%= realHome %>; end;
<% for (const { since, names } of groups) { -%>
if builtin string match -qr '^[<%- since %>-9]' -- "$SWOP_SAVED";
<% for (const name of names) { -%>
<%- include('restore.fish', { name }) -%>
<% } -%>
builtin set -eg <%- names.map((name) => `SWOP_SAVED_${name}`).join(' ') %>;
end;
<% } -%>
if builtin string match -qr '^[1-9]' -- "$SWOP_SAVED"; builtin set -eg SWOP_SAVED SWOP_ACCOUNT; end;
builtin true;
