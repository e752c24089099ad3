package release_test

import (
	"testing"

	"tripol/internal/release"
)

// B55: some suppressed counts can be derived only under the assumption that counts never decrease. Twenty families
// served once are still served; of 24 registered later, at most four wait. Control: the first run alone derives
// nothing.
func TestB55_TheAttackAssumesThatCountsGrow(t *testing.T) {
	const k = 10
	shown := []release.Families{
		{Registered: 20, Part: few, Severe: few, Served: 20},
		{Registered: 24, Part: few, Severe: few, Served: 20},
	}
	if found := release.AttackFamilies("block", shown, k); len(found) == 0 {
		t.Error("a count below k that growth tells is published")
	}
	if found := release.AttackRun("block", shown, k, false); len(found) != 0 {
		t.Errorf("control: the first run finds it too, so this proves nothing of the second: %v", found)
	}
	if found := release.AttackRun("block", shown, k, true); len(found) == 0 {
		t.Error("control: the second run finds nothing")
	}
}
