<%# What `use` does of an account in a shell that has read this once: the test of drift.bash and the activation of env.bash. -%>
<%# $1: the account's folder; $2: entering or leaving. Status 1: not in order, or not as simple as this. -%>
<%# SWOP_ACCOUNT is - when it has failed. The folders and the env file have one time: in a circle none is newer than the -%>
<%# next one, and a missing one is older than the one before it. The real home is always there, and newer than a stamp that is missing. -%>
if [[ ${1-} == <%= format %> ]]; then
function __swop_use_at_<%- account %> {
  if [[ $2 == leaving ]]; then
    if [[ <% for (let n = 1; n < cycles.leaving.length; n++) { %><%- n > 1 ? ' ||\n      ' : '' %><%- short(cycles.leaving[n - 1]) %> -nt <%- short(cycles.leaving[n]) %><% } %> ]]; then \builtin return 1; fi
    \builtin return 0
  fi
  \builtin local __swop_to=<%= home %>
  if [[ ! -d <%- short(ways.entering) %> || ! -r <%- short(env) %> || ! -O <%- short(env) %><% for (let n = 1; n < cycles.entering.length; n++) { %> ||
    <%- short(cycles.entering[n - 1]) %> -nt <%- short(cycles.entering[n]) %><% } if (!inputs.includes(home)) { %> ||
    ! -e <%- short(inputsStamp) %><% } for (const path of inputs) { %> ||
    <%- short(path) %> -nt <%- short(inputsStamp) %><% } for (const path of present) { %> ||
    ! -e <%- short(path) %><% } for (const path of absent) { %> ||
    -e <%- short(path) %><% } for (const path of walks) { %> ||
    ! -d <%- short(path) %><% } %> ||
    -n <% for (const name of unset) { %>${<%- name %>+x}<% } %> ]]; then \builtin return 1; fi
  \builtin export SWOP_ACCOUNT=- || \builtin return 1
  \builtin export<% for (const { name, value } of set) { %> <%- name %>=<%= value %><% } %> || \builtin return 1
<% for (const name of restore) { -%>
  <%- include('restore.bash', { name }) -%>
<% } -%>
<%# Older bash versions lose control characters in [[ ]]. -%>
  if <% if (set.some(({ value }) => /\p{Cc}/u.test(value))) { set.forEach(({ name, value }, n) => { %><%- n ? ' && ' : '' %>\builtin test "${<%- name %>-}" = <%= value %><% }) } else { %>[[ <% set.forEach(({ name, value }, n) => { %><%- n ? ' && ' : '' %>${<%- name %>-} == <%= value %><% }) %> ]]<% } %>; then
    SWOP_ACCOUNT=<%= account %>
  else
    \builtin return 1
  fi
}
__swop_known+=<%= `${account} ` %>
\builtin export -n __swop_known
fi
