// SPDX-License-Identifier: GPL-2.0-only

#include "care-event.h"

namespace ns3
{
namespace iomt
{

const char*
ToString(CareEvent::Kind kind)
{
    switch (kind)
    {
    case CareEvent::PRESCRIBED:
        return "prescribed";
    case CareEvent::VERIFIED:
        return "verified";
    case CareEvent::REFUSED:
        return "refused";
    case CareEvent::DISPENSED:
        return "dispensed";
    case CareEvent::PICKED_UP:
        return "picked-up";
    case CareEvent::CONFIRMED:
        return "confirmed";
    case CareEvent::COMMAND_SENT:
        return "command-sent";
    case CareEvent::COMMAND_EXECUTED:
        return "command-executed";
    case CareEvent::COMMAND_REFUSED:
        return "command-refused";
    case CareEvent::COMMAND_CONFIRMED:
        return "command-confirmed";
    case CareEvent::NURSE_CALLED:
        return "nurse-called";
    case CareEvent::NURSE_ALERTED:
        return "nurse-alerted";
    }
    return "";
}

} // namespace iomt
} // namespace ns3
