package form

import "tripol/internal/fault"

// The codes of refusals are a closed set like others: package fault knows no forms.
var _ = Set("fault_code", fault.Codes...)
