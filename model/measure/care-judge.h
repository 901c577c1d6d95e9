// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CARE_JUDGE_H
#define IOMT_CARE_JUDGE_H

#include "ns3/care-event.h"
#include "ns3/device-profile.h"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief Judges care by its events: how long a command, a prescription and a call take from end to
 * end, and whether a device executed what its profile forbids.
 *
 * Limits are compared here once more, by what devices say they did and not by their own opinion.
 */
class CareJudge
{
  public:
    /// @param device name @param actuator its limits
    void Enter(const std::string& device, const ActuatorProfile& actuator);
    /**
     * @param event what was done
     * @param device by which device; empty: by a person or a gateway
     * @param nowS when, never less than in the call before [s]
     */
    void Take(const CareEvent& event, const std::string& device, double nowS);

    /// @return from each command sent to the doctor's knowing what became of it [ms], ascending
    std::vector<double> RoundTripsMs() const;
    /// @return from each prescription to the doctor's knowing that it was picked up [s], ascending
    std::vector<double> PrescriptionsS() const;
    /// @return from each call to the nurse station's having it [ms], ascending
    std::vector<double> CallsMs() const;
    /// @return commands executed beyond a limit of their device
    uint64_t GetUnsafe() const;

  private:
    /// When something began, and how long what ended took [s].
    struct Spans
    {
        std::map<std::string, double> beginS;
        std::vector<double> lengthsS;

        void Begin(const std::string& id, double nowS);
        void End(const std::string& id, double nowS);
        std::vector<double> Sorted(double unitsPerSecond) const;
    };

    /// A device with limits, and the boluses of its last hour.
    struct Limited
    {
        std::map<std::string, double> limits;
        std::deque<std::pair<double, double>> boluses; //!< time [s], volume [ml]
    };

    bool IsUnsafe(Limited& limited, const std::string& command, double nowS) const;

    Spans m_commands;
    Spans m_prescriptions;
    Spans m_calls;
    std::map<std::string, Limited> m_limited; //!< by device
    uint64_t m_unsafe{0};
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_CARE_JUDGE_H
