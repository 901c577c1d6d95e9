// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_INFUSION_PUMP_H
#define IOMT_INFUSION_PUMP_H

#include "actuator.h"

#include <deque>
#include <utility>

namespace ns3
{
namespace iomt
{

/**
 * @brief An infusion pump: a continuous rate, single boluses, and limits that no command passes.
 *
 * The limits are `max_rate_ml_h`, `max_bolus_ml` for a single bolus and `max_bolus_ml_h` for all
 * boluses within any hour: the hard limits of a pump's drug library (a pump rejects what is beyond
 * a hard limit, whoever asks). A command it does not obey changes nothing.
 */
class InfusionPump : public Actuator
{
  public:
    /// @param profile with the three limits @throws std::invalid_argument if one is missing
    explicit InfusionPump(const ActuatorProfile& profile);

    std::string Execute(const Command& command, double nowS) override;
    void Feel(std::map<std::string, double>& values) const override;

    /// @return what runs now [ml/h]
    double GetRateMlH() const;
    /// @param nowS time, not before that of the last command [s] @return infused so far [ml]
    double GetInfusedMl(double nowS) const override;

  private:
    std::string SetRate(double mlH, double nowS);
    std::string GiveBolus(double ml, double nowS);

    double m_maxRateMlH;
    double m_maxBolusMl;
    double m_maxBolusMlH;
    double m_rateMlH{0};
    double m_rateSinceS{0};
    double m_infusedMl{0};                           //!< until m_rateSinceS
    std::deque<std::pair<double, double>> m_boluses; //!< of the last hour: time [s], volume [ml]
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_INFUSION_PUMP_H
