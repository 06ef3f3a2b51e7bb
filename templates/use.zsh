<%# What `use` does of an account in a shell that has read this once: the test of drift.zsh and the activation of env.zsh. -%>
<%# $1: the account's folder; $2: entering or leaving. Status 1: not in order, or not as simple as this; SWOP_ACCOUNT is - when -%>
<%# it has failed. The folders and the env file have one time: in a circle none is newer than the next one. In zsh a missing one -%>
<%# is not older, so that the way leads over all of them. -%>
<%# zsh ends all that runs where a read-only variable is set, or one that was declared a number: types are looked at before. -%>
<% const types = set.map(({ name }) => '${(t)' + name + '-}').join('') -%>
if [[ ${1-} == <%= format %> ]]; then
function __swop_use_at_<%- account %> {
  if [[ $2 == leaving ]]; then
    [[ -d <%- short(ways.leaving) %><% for (let n = 1; n < cycles.leaving.length; n++) { %> &&
      ! <%- short(cycles.leaving[n - 1]) %> -nt <%- short(cycles.leaving[n]) %><% } %> ]]
    \builtin return
  fi
  \builtin local __swop_to=<%= home %> __swop_types="${(t)SWOP_ACCOUNT-}<%- types %>"
  [[ -d <%- short(ways.entering) %> && -r <%- short(env) %> && -O <%- short(env) %> &&
    -e <%- short(settings) %> && -e <%- short(inputsStamp) %><% for (let n = 1; n < cycles.entering.length; n++) { %> &&
    ! <%- short(cycles.entering[n - 1]) %> -nt <%- short(cycles.entering[n]) %><% } for (const path of inputs) { %> &&
    ! <%- short(path) %> -nt <%- short(inputsStamp) %><% } for (const path of present) { %> &&
    -e <%- short(path) %><% } for (const path of absent) { %> &&
    ! -e <%- short(path) %><% } for (const path of walks) { %> &&
    -d <%- short(path) %><% } %> &&
    -z "<% for (const name of unset) { %>${<%- name %>+x}<% } %>" &&
    $__swop_types != *readonly* && $__swop_types != *integer* && $__swop_types != *float* && $__swop_types != *array* &&
    $__swop_types != *assoc* && $__swop_types != *local* ]] || \builtin return 1
  \builtin export SWOP_ACCOUNT=-<% for (const { name, value } of set) { %> <%- name %>=<%= value %><% } %>
<% for (const name of restore) { -%>
  <%- include('restore.zsh', { name }) -%>
<% } -%>
  [[ <% set.forEach(({ name, value }, n) => { %><%- n ? ' && ' : '' %>${<%- name %>-} == <%= value %><% }) %> ]] || \builtin return 1
  SWOP_ACCOUNT=<%= account %>
}
__swop_known+=<%= `${account} ` %>
fi
