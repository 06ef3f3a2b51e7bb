<%# No lines but those that end in ;, no comments: `swop env off` prints this text. Its status says whether it worked. -%>
if [[ ${SWOP_SAVED-} == *' over'* ]]; then \builtin printf '%s\n' <%= over %> >&2; \builtin false;
elif [[ ${SWOP_SAVED-} == [<%- format + 1 %>-9]* ]]; then \builtin printf '%s\n' <%= newer %> >&2; \builtin false;
elif [[ ${SWOP_SAVED-} == [1-9]* ]]; then \builtin :;
if \builtin :;
<% for (const { since, names } of groups) { -%>
if [[ $SWOP_SAVED == [<%- since %>-9]* ]]; then \builtin :;
<% for (const name of names) { -%>
<%- include('restore.zsh', { name }) -%>
<% } -%>
fi;
<% } -%>
then \builtin :; fi 2>/dev/null;
<%# A read-only variable does not come back: then all of the account stays, rather than half of it. -%>
if <% for (const { since, names } of groups) { %>[[ $SWOP_SAVED != [<%- since %>-9]* || ( <% names.forEach((name, index) => { %><% if (index) { %> && <% } %>${<%- name %>+x}${<%- name %>-} == "${SWOP_SAVED_<%- name %>+x}${SWOP_SAVED_<%- name %>-}"<% }) %> ) ]] && <% } %>\builtin :; then \builtin unset<% for (const { names } of groups) { for (const name of names) { %> SWOP_SAVED_<%- name %><% } } %> SWOP_SAVED SWOP_ACCOUNT SWOP_BINDING; else \builtin :; if [[ -O <%= accounts %>/${SWOP_ACCOUNT-}/env.zsh ]]; then \builtin source <%= accounts %>/"$SWOP_ACCOUNT"/env.zsh 2>/dev/null; fi; \builtin printf '%s\n' <%= failure %> >&2; \builtin false; fi;
elif [[ ${HOME-} == <%= accounts %>/*/home ]]; then \builtin export HOME=<%= realHome %>;
fi;
