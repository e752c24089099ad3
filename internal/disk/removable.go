package disk

// Medium is a removable medium that is mounted, such as a USB stick.
type Medium struct {
	Folder string `json:"folder"` // its mount point
	Label  string `json:"label"`
}
