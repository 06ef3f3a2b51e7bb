<% for (const { since, names } of groups) { -%>
if not builtin string match -qr '^[<%- since %>-9]' -- "$SWOP_SAVED";
<% for (const name of names) { -%>
if builtin set -qx <%- name %>; builtin set -gx SWOP_SAVED_<%- name %> $<%- name %>; else if builtin set -qg <%- name %>; builtin set -g SWOP_SAVED_<%- name %> $<%- name %>; end;
<% } if (since === 1) { -%>
if builtin string match -q -- <%= accounts %>'/*/home' "$HOME"; builtin set -gx SWOP_SAVED_HOME <%= realHome %>; end;
<% } -%>
end;
<% } -%>
builtin set -gx SWOP_SAVED <%= format %>;
