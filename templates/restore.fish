builtin set -eg <%- name %>;
if builtin set -qx SWOP_SAVED_<%- name %>; if not builtin set -qUx <%- name %>; or builtin test "$<%- name %>" != "$SWOP_SAVED_<%- name %>"; builtin set -gx <%- name %> $SWOP_SAVED_<%- name %>; end; else if builtin set -q SWOP_SAVED_<%- name %>; builtin set -g <%- name %> $SWOP_SAVED_<%- name %>; end;
