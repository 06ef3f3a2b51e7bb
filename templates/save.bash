<% for (const { since, names } of groups) { -%>
if [[ ${SWOP_SAVED-} != [<%- since %>-9]* ]]; then :;
<% for (const name of names) { -%>
if [[ -n ${<%- name %>+x} ]]; then SWOP_SAVED_<%- name %>=$<%- name %>; if [[ ${BASH_VERSINFO-0} -lt 5 || ${<%- name %>@a} == *x* ]]; then \builtin export SWOP_SAVED_<%- name %>; fi; fi;
<% } if (since === 1) { -%>
if [[ ${HOME-} == <%= accounts %>/*/home ]]; then \builtin export SWOP_SAVED_HOME=<%= realHome %>; fi;
<% } -%>
fi;
<% } -%>
\builtin export SWOP_SAVED=<%= format %>;
