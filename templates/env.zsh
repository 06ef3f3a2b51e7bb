<%# Every line ends in ; and there are no comments: `swop env` prints this text. In the condition of an if, err_exit is off. -%>
<%# zsh ends everything it is running where a read-only variable is set, or (see `always`) one that was declared a number. -%>
{ \builtin :;
if \builtin :;
<% for (const { name, value } of set) { -%>
if [[ ${(t)<%- name %>-} != *readonly* ]]; then \builtin export <%- name %>=<%= value %>; fi;
<% } for (const name of restore) { -%>
<%- include('restore.zsh', { name }) -%>
<% } for (const name of unset) { -%>
if [[ ${(t)<%- name %>-} != *readonly* ]]; then \builtin unset <%- name %>; fi;
<% } -%>
then \builtin :; fi 2>/dev/null;
} always { \builtin :;
TRY_BLOCK_ERROR=0; \builtin typeset -g +x TRY_BLOCK_ERROR;
};
<%# The last line puts the account in force, or what was: the account that SWOP_ACCOUNT still names, else the baseline. -%>
if [[ <% for (const { name, value } of set) { %>${<%- name %>-} == <%= value %> && <% } %>-z "<% for (const name of unset) { %>${<%- name %>+x}<% } %>" ]]; then \builtin export SWOP_ACCOUNT=<%= account %>; else \builtin :; if [[ -z ${SWOP_ACCOUNT-} ]]; then \builtin source <%= off %> 2>/dev/null; elif [[ $SWOP_ACCOUNT != <%= account %> && -O <%= accounts %>/$SWOP_ACCOUNT/env.zsh ]]; then \builtin source <%= accounts %>/"$SWOP_ACCOUNT"/env.zsh 2>/dev/null; fi; \builtin printf '%s\n' <%= failure %> >&2; \builtin false; fi;
