// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_STAGE_H
#define IOMT_STAGE_H

#include <array>
#include <cstddef>

namespace ns3
{
namespace iomt
{

/**
 * @brief The stages of a reading's journey, in order.
 *
 * Each ends where the next begins, so they add up to the end-to-end latency:
 *
 * | stage    | from                                   | to                                       |
 * |----------|----------------------------------------|------------------------------------------|
 * | sensor   | first sample felt                      | block complete and converted             |
 * | protect  | block complete                         | encoded, sealed and handed to the socket |
 * | access   | handed to the socket                   | whole datagram at the gateway            |
 * | gateway  | whole datagram at the gateway          | through its queue and processor          |
 * | backhaul | through the gateway                    | at the edge firewall                     |
 * | firewall | at the edge firewall, at the broker's exit | at the broker, at the doctor: both firewalls and the LANs between |
 * | broker   | at the broker                          | notification handed to its socket        |
 * | open     | at the doctor                          | opened, that is decrypted and parsed     |
 * | classify | opened                                 | judged by every classifier               |
 */
enum class Stage : std::size_t
{
    SENSOR,
    PROTECT,
    ACCESS,
    GATEWAY,
    BACKHAUL,
    FIREWALL,
    BROKER,
    OPEN,
    CLASSIFY,
    COUNT
};

constexpr std::size_t STAGE_COUNT = static_cast<std::size_t>(Stage::COUNT);

/// Names of the stages as they stand in results.
constexpr std::array<const char*, STAGE_COUNT> STAGE_NAMES{"sensor",
                                                           "protect",
                                                           "access",
                                                           "gateway",
                                                           "backhaul",
                                                           "firewall",
                                                           "broker",
                                                           "open",
                                                           "classify"};

/**
 * @param stage a stage
 * @return its name as it stands in results
 */
constexpr const char*
ToString(Stage stage)
{
    return STAGE_NAMES[static_cast<std::size_t>(stage)];
}

} // namespace iomt
} // namespace ns3

#endif // IOMT_STAGE_H
