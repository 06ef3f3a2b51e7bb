# Is account <%- account %> in order? Sourced by `swop use` and `swop off`: status 0 means yes.
# $1: entering or leaving the account; $2: the format of generated files that the functions know.
__swop_isolation=<%= isolation %>
if [[ ${2-} == <%= format %><% for (const path of outputs) { %> &&
  -e <%= path %> && ! <%= path %> -nt <%= outputsStamp %> && ! <%= path %> -ot <%= outputsStamp %><% } %> &&
  -e <%= outputsStamp %> ]] && [[ $1 == leaving || (
  -e <%= inputsStamp %><% for (const path of inputs) { %> &&
  ! <%= path %> -nt <%= inputsStamp %><% } for (const path of present) { %> &&
  -e <%= path %><% } for (const path of folders) { %> &&
  -d <%= path %><% } %> ) ]]; then
  \builtin true
else
  \builtin return 1 # a test that fails last would end a shell with errexit: `\builtin source` does not heed the `if` around it
fi
