# shellcheck shell=sh disable=SC1003,SC2016,SC2034,SC2154,SC3013
# swop: account <%- account %>, for the launcher, which sources this. Generated; changes made here are lost.
# In: swop_way (entering or leaving), swop_dialect, swop_format, swop_text. Status 0: it is in order, swop_is names it,
# and what activates it stands behind swop_text.
if [ "$swop_format" = <%= format %> ] && [ -O <%= json %> ] &&<% for (const path of outputs) { %>
  [ -e <%= path %> ] && [ ! <%= path %> -nt <%= outputsStamp %> ] && [ ! <%= path %> -ot <%= outputsStamp %> ] &&<% } for (const path of links) { %>
  [ -d <%= path %> ] &&<% } %>
  [ -e <%= outputsStamp %> ]; then :; else return 1; fi
if [ "$swop_way" = leaving ]; then swop_is=<%= account %>; return 0; fi
if [ -e <%= inputsStamp %> ]<% for (const path of inputs) { %> &&
  [ ! <%= path %> -nt <%= inputsStamp %> ]<% } for (const path of present) { %> &&
  [ -e <%= path %> ]<% } for (const path of absent) { %> &&
  [ ! -e <%= path %> ]<% } for (const path of walks) { %> &&
  [ -d <%= path %> ]<% } %>; then :; else return 1; fi
<% for (const { dialect, path, text } of texts) { -%>
if [ "$swop_dialect" = <%- dialect %> ]; then
  if [ -f <%= path %> ] && [ -O <%= path %> ] && [ ! <%= path %> -nt <%= self %> ]; then :; else return 1; fi
  swop_text=$swop_text<%= text %>
  swop_is=<%= account %>
  return 0
fi
<% } -%>
return 1
