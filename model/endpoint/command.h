// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_COMMAND_H
#define IOMT_COMMAND_H

#include "ns3/bytes.h"

#include <optional>
#include <string>

namespace ns3
{
namespace iomt
{

/**
 * @brief What a doctor tells a gateway or a device to do.
 *
 * | command     | value                | who does it                  |
 * |-------------|----------------------|------------------------------|
 * | `rate`      | readings a second    | every device without blocks  |
 * | `stream`    | 1 on, 0 off          | every device                 |
 * | `pump-rate` | ml/h                 | an infusion pump             |
 * | `bolus`     | ml                   | an infusion pump             |
 * | `stop`      | none                 | an actuator                  |
 * | others      | none                 | a gateway switches what it is called |
 */
struct Command
{
    std::string id; //!< no two commands of a doctor have the same
    std::string patient;
    std::string command;
    std::optional<double> value;

    /// @return the words of a record: "pump-rate 5"
    std::string ToString() const;
};

/// @param command what to do @return application/json
Bytes EncodeCommand(const Command& command);

/// @param document octets of an authentic author @return the command, or nothing if it is none
std::optional<Command> DecodeCommand(const Bytes& document);

/// What became of a command, as the one who got it tells the doctor.
struct CommandReport
{
    std::string id;      //!< of the command
    std::string refusal; //!< why it was not executed; empty: it was
};

/// @param report what became of a command @return application/json
Bytes EncodeReport(const CommandReport& report);

/// @param document octets of an authentic author @return the report, or nothing if it is none
std::optional<CommandReport> DecodeReport(const Bytes& document);

} // namespace iomt
} // namespace ns3

#endif // IOMT_COMMAND_H
