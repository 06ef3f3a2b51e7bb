<%# No lines but those that end in ;, no comments: `swop env off` prints this text. Its status says whether it worked. -%>
if builtin string match -q -- '* over*' "$SWOP_SAVED"; builtin printf '%s\n' <%= over %> >&2; builtin false;
else if builtin string match -qr '^[<%- format + 1 %>-9]' -- "$SWOP_SAVED"; builtin printf '%s\n' <%= newer %> >&2; builtin false;
else if builtin string match -qr '^[1-9]' -- "$SWOP_SAVED";
<% for (const { since, names } of groups) { -%>
if builtin string match -qr '^[<%- since %>-9]' -- "$SWOP_SAVED";
<% for (const name of names) { -%>
<%- include('restore.fish', { name }) -%>
<% } -%>
end;
<% } -%>
builtin set -eg<% for (const { names } of groups) { for (const name of names) { %> SWOP_SAVED_<%- name %><% } } %> SWOP_SAVED SWOP_ACCOUNT SWOP_BINDING;
builtin true;
else if builtin string match -qr -- '^'"$(builtin string escape --style=regex -- <%= accounts %>)"'/[^/]+/home\z' "$HOME"; builtin set -gx HOME <%= realHome %>;
end;
