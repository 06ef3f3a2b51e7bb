<%# No lines but those that end in ;, no comments: `swop env` prints this text. One if, since half of it would be worse than none. -%>
if \builtin :; then \builtin :;
<% for (const { since, names } of groups) { -%>
if [[ ${SWOP_SAVED-} != [<%- since %>-9]* ]]; then \builtin :;
<% for (const name of names) { -%>
if [[ -n ${<%- name %>+x} ]]; then \builtin typeset -g SWOP_SAVED_<%- name %>="$<%- name %>"; if [[ ${(t)<%- name %>} == *export* ]]; then \builtin export SWOP_SAVED_<%- name %>; else \builtin typeset -g +x SWOP_SAVED_<%- name %>; fi; fi;
<% } if (since === 1) { -%>
if [[ ${HOME-} == <%= accounts %>/*/home ]]; then \builtin export SWOP_SAVED_HOME=<%= realHome %>; fi;
<% } -%>
fi;
<% } -%>
if [[ ${SWOP_SAVED-} != [<%- format %>-9]* ]]; then \builtin export SWOP_SAVED=<%= format %>; fi;
fi;
