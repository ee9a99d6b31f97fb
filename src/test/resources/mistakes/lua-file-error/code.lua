-- A comment
local x = nothing.here
