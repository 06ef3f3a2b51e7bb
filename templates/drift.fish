# Is account <%- account %> in order? Sourced by `swop use` and `swop off`: status 0 means yes.
# $argv[1]: entering or leaving the account; $argv[2]: the format of generated files that the functions know.
builtin set -g __swop_isolation <%= isolation %>
builtin test "$argv[2]" = <%= format %>; or return 1
# Whole seconds are all that fish 3.6 can compare; the reconcile sets the account's folders two seconds back for that.
builtin set -l times (builtin path mtime -- <%= outputsStamp %><% for (const path of outputs) { %> \
    <%= path %><% } %>)
builtin test (builtin count $times) -eq <%- outputs.length + 1 %>; or return 1
for time in $times
    builtin test $time -eq $times[1]; or return 1
end
builtin test "$argv[1]" = leaving; and return 0
builtin set -l newest (builtin path mtime -- <%= inputsStamp %>); or return 1
for time in (builtin path mtime -- <% for (const path of inputs) { %> \
    <%= path %><% } %>)
    builtin test $time -le $newest; or return 1
end
<% if (present.length > 0) { %>builtin set -l present (builtin path filter -- <% for (const path of present) { %> \
    <%= path %><% } %>)
builtin test (builtin count $present) -eq <%- present.length %>; or return 1
<% } -%>
builtin set -l folders (builtin path filter -d -- <% for (const path of folders) { %> \
    <%= path %><% } %>)
builtin test (builtin count $folders) -eq <%- folders.length %>
