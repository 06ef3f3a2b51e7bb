<%# No lines but those that end in ;, no comments: `swop env` prints this text. One block, since half of it would be worse than none. -%>
begin;
<% for (const { since, names } of groups) { -%>
if not builtin string match -qr '^[<%- since %>-9]' -- "$SWOP_SAVED";
<% for (const name of names) { -%>
if builtin set -qx <%- name %>; builtin set -gx SWOP_SAVED_<%- name %> $<%- name %>; else if builtin set -qg <%- name %>; builtin set -g SWOP_SAVED_<%- name %> $<%- name %>; end;
<% } if (since === 1) { -%>
if builtin string match -qr -- '^'"$(builtin string escape --style=regex -- <%= accounts %>)"'/[^/]+/home\z' "$HOME"; builtin set -gx SWOP_SAVED_HOME <%= realHome %>; end;
<% } -%>
end;
<% } -%>
if not builtin string match -qr '^[<%- format %>-9]' -- "$SWOP_SAVED"; builtin set -gx SWOP_SAVED <%= format %>; end;
end;
