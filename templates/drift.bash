<%# No comments in it, and short names: bash takes longer to read this file than to look at all that it names. -%>
<%# The folders have the stamp's time: in a circle, none is newer than the next one. A missing one is older than the one before. -%>
__swop_isolation=<%= isolation %>
__swop_to=<%= home %>
if [[ ${2-} != <%= format %> || ! -e <%- short(outputsStamp) %><% for (let n = 1; n < cycle.length; n++) { %> ||
  <%- short(cycle[n - 1]) %> -nt <%- short(cycle[n]) %><% } for (const path of links) { %> ||
  ! -d <%- short(path) %><% } %> ]]; then \builtin return 1; fi
if [[ $1 != leaving ]]; then
  if [[ ! -e <%- short(inputsStamp) %><% for (const path of inputs) { %> ||
    <%- short(path) %> -nt <%- short(inputsStamp) %><% } for (const path of present) { %> ||
    ! -e <%- short(path) %><% } for (const path of absent) { %> ||
    -e <%- short(path) %><% } for (const path of walks) { %> ||
    ! -d <%- short(path) %><% } %> ]]; then \builtin return 1; fi
fi
