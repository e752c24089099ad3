package lists

import "tripol/internal/fault"

// report counts a row and reports its problem, if any.
func (i *listImport) report(p *pendingRow) error {
	problem := Problem{Line: p.row.Number, Status: Held, Code: p.why, Resembles: p.like, Occurrence: p.occurrence}
	switch {
	case p.fault != nil:
		i.counts.Refused++
		problem = i.refusal(p)
	case p.outcome == held:
		i.counts.Held++
		problem.Message = heldMessages[p.why]
	case p.outcome == skipped:
		i.counts.Skipped++
		return nil
	default:
		if p.outcome == kept {
			i.counts.Kept++
		} else {
			i.counts.Unchanged++
		}
		if len(p.notes) == 0 {
			return nil
		}
		i.counts.Noted++
		problem = problemOf(p.row.Number, p.notes)
		problem.Status, problem.Occurrence = Noted, p.occurrence
	}
	if i.several {
		problem.Sheet = i.sheets[i.sheet].name
	}
	if i.Result != nil {
		if err := i.Result.write(i.sheet, p.row, problem); err != nil {
			return err
		}
	}
	if i.Problem == nil {
		return nil
	}
	return i.Problem(problem)
}

// refusal reports all faults of a refused row.
func (i *listImport) refusal(p *pendingRow) Problem {
	faults := append([]finding{{p.column, p.fault}}, p.more...)
	for n, one := range faults {
		if one.column == "" {
			faults[n].column = i.reader.columnOf(one.fault.Path)
		}
		if p.row.Merged && (one.fault.Code == "area_missing" || one.fault.Code == "required") {
			faults[n].fault = fault.Field(one.fault.Path, "cell_merged",
				"The cell is empty because it is merged with the one above. Choose to fill merged cells downwards.")
		}
	}
	problem := problemOf(p.row.Number, faults)
	problem.Occurrence = p.occurrence
	if p.fault.Code == registeredOtherwise {
		problem.Resembles = p.like
	}
	return problem
}
