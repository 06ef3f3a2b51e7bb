if [[ -z ${SWOP_SAVED-} && ${HOME-} == <%= accounts %>/*/home ]]; then \builtin export HOME=<%= realHome %>; fi;
<% for (const { since, names } of groups) { -%>
if [[ ${SWOP_SAVED-} == [<%- since %>-9]* ]]; then :;
<% for (const name of names) { -%>
<%- include('restore.zsh', { name }) -%>
<% } -%>
\builtin unset <%- names.map((name) => `SWOP_SAVED_${name}`).join(' ') %>;
fi;
<% } -%>
if [[ ${SWOP_SAVED-} == [1-9]* ]]; then \builtin unset SWOP_SAVED SWOP_ACCOUNT; fi;
