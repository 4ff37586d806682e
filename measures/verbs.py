"""What is recorded about measures, with the sentence a page shows."""

from audit.verbs import register

DEFINED = "measure.defined"
CHANGED = "measure.changed"
REMOVED = "measure.removed"
CARRIED = "measure.carried"
VALUE_RECORDED = "measure.value_recorded"
VALUE_CORRECTED = "measure.value_corrected"
REBASELINE_ASKED = "measure.rebaseline_asked"
REBASELINE_DECIDED = "measure.rebaseline_decided"
LOADED = "measure.workbook_kept"
LOAD_UNDONE = "measure.workbook_undone"

register(
    {
        DEFINED: "defined a measure of a plan",
        CHANGED: "changed a measure of a plan",
        REMOVED: "took a measure off the register",
        CARRIED: "carried measures into the plan that follows",
        VALUE_RECORDED: "recorded a value of a measure",
        VALUE_CORRECTED: "corrected a value of a measure",
        REBASELINE_ASKED: "asked for another baseline of a measure",
        REBASELINE_DECIDED: "decided on another baseline of a measure",
        LOADED: "kept a workbook of measures",
        LOAD_UNDONE: "undid a workbook of measures",
    }
)
