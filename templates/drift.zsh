<%# No comments in it, and short names: zsh takes longer to read this file than to look at all that it names. -%>
<%# The folders have the stamp's time: in a circle, none is newer than the next one. In zsh a missing one is not older. -%>
__swop_isolation=<%= isolation %>
__swop_to=<%= home %>
[[ ${2-} == <%= format %> && -e <%- short(outputsStamp) %><% for (let n = 1; n < cycle.length - 1; n++) { %> &&
  -e <%- short(cycle[n]) %><% } for (let n = 1; n < cycle.length; n++) { %> &&
  ! <%- short(cycle[n - 1]) %> -nt <%- short(cycle[n]) %><% } for (const path of links) { %> &&
  -d <%- short(path) %><% } %> ]] && [[ $1 == leaving || (
  -e <%- short(inputsStamp) %><% for (const path of inputs) { %> &&
  ! <%- short(path) %> -nt <%- short(inputsStamp) %><% } for (const path of present) { %> &&
  -e <%- short(path) %><% } for (const path of absent) { %> &&
  ! -e <%- short(path) %><% } for (const path of walks) { %> &&
  -d <%- short(path) %><% } %> ) ]]
