if [ -z "${SWOP_SAVED-}" ]; then case ${HOME-} in <%= accounts %>/*/home) \command export HOME=<%= realHome %>; esac; fi;
<% for (const { since, names } of groups) { -%>
case ${SWOP_SAVED-} in [<%- since %>-9]*) :;
<% for (const name of names) { -%>
if [ -n "${SWOP_SAVED_<%- name %>+x}" ]; then \command export <%- name %>="$SWOP_SAVED_<%- name %>"; else \command unset -v <%- name %>; fi;
<% } -%>
\command unset -v <%- names.map((name) => `SWOP_SAVED_${name}`).join(' ') %>;
esac;
<% } -%>
case ${SWOP_SAVED-} in [1-9]*) \command unset -v SWOP_SAVED SWOP_ACCOUNT; esac;
