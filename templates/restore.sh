if [ -n "${SWOP_SAVED_<%- name %>+x}" ]; then \command export <%- name %>="$SWOP_SAVED_<%- name %>"; else \command unset -v <%- name %>; fi;
