<% for (const { since, names } of groups) { -%>
case ${SWOP_SAVED-} in [<%- since %>-9]*) ;; *) :;
<% for (const name of names) { -%>
if [ -n "${<%- name %>+x}" ]; then \command export SWOP_SAVED_<%- name %>="$<%- name %>"; fi;
<% } if (since === 1) { -%>
case ${HOME-} in <%= accounts %>/*/home) \command export SWOP_SAVED_HOME=<%= realHome %>; esac;
<% } -%>
esac;
<% } -%>
\command export SWOP_SAVED=<%= format %>;
