package disk

import (
	"slices"
	"strings"
	"testing"
)

const mounts = `22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
23 22 8:1 / /boot/efi rw,relatime shared:2 - vfat /dev/sda1 rw
24 22 0:5 / /dev rw,nosuid shared:3 - devtmpfs udev rw
25 22 8:17 / /media/anu/RELIEF\040STICK rw,nosuid shared:4 - vfat /dev/sdb1 rw
26 22 8:33 / /backup rw shared:5 - exfat /dev/sdc1 rw
27 22 8:2 /home/a /mnt/bind rw shared:6 - ext4 /dev/sda2 rw
28 22 0:44 / /mnt/share rw shared:7 - nfs server:/x rw
29 22 8:49 / /mnt rw shared:8 - ext4 /dev/sdd1 rw
half a line
`

func TestMountedSticksAreListedAndNothingElse(t *testing.T) {
	removable := func(device string) bool { return device == "8:33" || device == "8:1" }
	media, err := mediaIn(strings.NewReader(mounts), removable)
	want := []Medium{{"/media/anu/RELIEF STICK", "RELIEF STICK"}, {"/backup", "backup"}}
	if err != nil || !slices.Equal(media, want) {
		t.Errorf("%v %v", media, err)
	}
	if _, err := Removable(); err != nil {
		t.Error(err)
	}
}
