# Is account <%- account %> in order? Sourced by `swop use` and `swop off`: status 0 means yes.
# $1: entering or leaving the account; $2: the format of generated files that the functions know.
__swop_isolation=<%= isolation %>
[[ ${2-} == <%= format %><% for (const path of outputs) { %> &&
  -e <%= path %> && ! <%= path %> -nt <%= outputsStamp %> && ! <%= path %> -ot <%= outputsStamp %><% } %> &&
  -e <%= outputsStamp %> ]] && [[ $1 == leaving || (
  -e <%= inputsStamp %><% for (const path of inputs) { %> &&
  ! <%= path %> -nt <%= inputsStamp %><% } for (const path of present) { %> &&
  -e <%= path %><% } for (const path of folders) { %> &&
  -d <%= path %><% } %> ) ]]
