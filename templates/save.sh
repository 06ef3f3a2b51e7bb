<%# No lines but those that end in ;, no comments: `swop env` prints this text. One if, since half of it would be worse than none. -%>
if \command :; then \command :;
<% for (const { since, names } of groups) { -%>
case ${SWOP_SAVED-} in [<%- since %>-9]*) ;; *) \command :;
<% for (const name of names) { -%>
if [ -n "${<%- name %>+x}" ]; then \command export SWOP_SAVED_<%- name %>="$<%- name %>"; fi;
<% } if (since === 1) { -%>
case ${HOME-} in <%= accounts %>/*/home) \command export SWOP_SAVED_HOME=<%= realHome %>; esac;
<% } -%>
esac;
<% } -%>
case ${SWOP_SAVED-} in [<%- format %>-9]*) ;; *) \command export SWOP_SAVED=<%= format %>; esac;
fi;
