// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CARE_EVENT_H
#define IOMT_CARE_EVENT_H

#include <string>

namespace ns3
{
namespace iomt
{

/// Something a person, or a device for a person, did for a patient.
struct CareEvent
{
    /// What was done.
    enum Kind
    {
        PRESCRIBED,
        VERIFIED,
        REFUSED,
        DISPENSED,
        PICKED_UP,
        CONFIRMED,
        COMMAND_SENT,
        COMMAND_EXECUTED,
        COMMAND_REFUSED,
        COMMAND_CONFIRMED,
        NURSE_CALLED,
        NURSE_ALERTED
    };

    Kind kind{PRESCRIBED};
    std::string patient;
    std::string id;     //!< of the prescription, command or call
    std::string detail; //!< medication, command, reason of a refusal or of a call
};

/// @param kind of a care event @return its name as it stands in results, such as "command-sent"
const char* ToString(CareEvent::Kind kind);

/**
 * @brief Signature of the trace sources named Care.
 * @param event what was done
 */
typedef void (*CareTracedCallback)(const CareEvent& event);

} // namespace iomt
} // namespace ns3

#endif // IOMT_CARE_EVENT_H
