# shellcheck shell=sh disable=SC1003,SC2016,SC2034,SC2154,SC3013
# swop: what all accounts use in <%- dialect %>, for the launcher, which sources this. Generated; changes made here are lost.
# In: swop_part (save, off or init), swop_format, swop_writer, swop_node. Status 0: swop_has names the part, and swop_text is it.
if [ "$swop_format" = <%= format %> ]<% for (const { path } of [save, off]) { %> &&
  [ -f <%= path %> ] && [ -O <%= path %> ] && [ ! <%= path %> -nt <%= self %> ]<% } %>; then :; else return 1; fi
if [ "$swop_part" = save ]; then
  swop_text=<%= save.text %>
  swop_has=save
  return 0
fi
if [ "$swop_part" = off ]; then
  swop_text=<%= off.text %>
  swop_has=off
  return 0
fi
<% if (init) { -%>
# `swop init` writes all of this anew, unless it is what it would write: by the same swop, with the same node, for the
# same settings.
if [ "$swop_part" = init ] && [ "$swop_writer" = <%= writer %> ] &&
  [ "$0" -ef <%= launcher %> ] && [ "$swop_node" -ef <%= node %> ] &&
  [ -d <%= realHome %> ] && [ -O <%= config %> ] && [ ! <%= config %> -nt <%= self %> ] &&
  [ ! <%= bindings %> -nt <%= self %> ]<% for (const path of others) { %> &&
  [ -f <%= path %> ] && [ -O <%= path %> ] && [ ! <%= path %> -nt <%= self %> ]<% } %>; then
  swop_text=<%= init.text %>
  swop_has=init
  return 0
fi
<% } -%>
return 1
