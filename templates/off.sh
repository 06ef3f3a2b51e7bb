<%# No lines but those that end in ;, no comments: `swop env off` prints this text. Its status says whether it worked. -%>
case ${SWOP_SAVED-} in *' over'*) \command printf '%s\n' <%= over %> >&2; \command false;;
[<%- format + 1 %>-9]*) \command printf '%s\n' <%= newer %> >&2; \command false;;
[1-9]*) \command :;
if \command :;
<% for (const { since, names } of groups) { -%>
case $SWOP_SAVED in [<%- since %>-9]*) \command :;
<% for (const name of names) { -%>
<%- include('restore.sh', { name }) -%>
<% } -%>
esac;
<% } -%>
then \command :; fi 2>/dev/null;
<%# A read-only variable does not come back: then all of the account stays, rather than half of it. -%>
if <% for (const { since, names } of groups) { %>{ case $SWOP_SAVED in [<%- since %>-9]*) <% names.forEach((name, index) => { %><% if (index) { %> && <% } %>[ "${<%- name %>+x}${<%- name %>-}" = "${SWOP_SAVED_<%- name %>+x}${SWOP_SAVED_<%- name %>-}" ]<% }) %>; esac; } && <% } %>\command :; then \command unset -v<% for (const { names } of groups) { for (const name of names) { %> SWOP_SAVED_<%- name %><% } } %> SWOP_SAVED SWOP_ACCOUNT SWOP_BINDING; else \command :; if [ -f <%= accounts %>/"${SWOP_ACCOUNT-}"/env.sh ]; then \command . <%= accounts %>/"$SWOP_ACCOUNT"/env.sh 2>/dev/null; fi; \command printf '%s\n' <%= failure %> >&2; \command false; fi;;
*) case ${HOME-} in <%= accounts %>/*/home) \command export HOME=<%= realHome %>; esac;;
esac;
