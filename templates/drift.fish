<%# No comments in it, and few commands: in fish 3.6 a (…) costs 25 µs, `path mtime` 8 for each path, and -nt 3. -%>
<%# The folders have the stamp's time: in a circle, none is newer than the next one. A missing one is older than the one before. -%>
builtin set -g __swop_isolation <%= isolation %>
builtin test "$argv[2]" = <%= format %>; or return 1
builtin set -l __swop_at <%= folder %>
builtin set -l __swop_to <%= home %>
builtin test -e <%- short(outputsStamp) %><% for (let n = 1; n < cycle.length; n++) { %> \
    -a ! <%- short(cycle[n - 1]) %> -nt <%- short(cycle[n]) %><% } for (const path of links) { %> \
    -a -d <%- short(path) %><% } %>; or return 1
builtin test "$argv[1]" = leaving; and return 0
builtin test -e <%- short(inputsStamp) %><% for (const path of inputs) { %> \
    -a ! <%- short(path) %> -nt <%- short(inputsStamp) %><% } for (const path of present) { %> \
    -a -e <%- short(path) %><% } for (const path of absent) { %> \
    -a ! -e <%- short(path) %><% } for (const path of walks) { %> \
    -a -d <%- short(path) %><% } %>
