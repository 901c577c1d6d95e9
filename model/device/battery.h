// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BATTERY_H
#define IOMT_BATTERY_H

#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/traced-callback.h"

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief Energy of a device, accounted by who used it. A mains supply counts too, without end.
 *
 * An ideal store: a charge drawn is gone, voltage and temperature play no part.
 */
class Battery : public Object
{
  public:
    /// Who draws energy.
    enum Consumer
    {
        RADIO,
        PROCESSOR,
        SENSOR,
        CONSUMER_COUNT
    };

    static TypeId GetTypeId();
    Battery();
    ~Battery() override;

    /**
     * @param consumer who draws
     * @param energyMj how much [mJ], not negative
     */
    void Draw(Consumer consumer, double energyMj);

    /**
     * @brief Power that is drawn all the time from now on, beside what Draw() takes.
     * @param consumer who draws
     * @param powerMw how much [mW]
     */
    void SetBasePower(Consumer consumer, double powerMw);

    /**
     * @brief Something of a consumer whose power is told apart from its base power, such as the
     * second radio of a gateway.
     * @param consumer who it belongs to
     * @return what SetLoad() knows it by; it draws nothing yet
     */
    std::size_t AddLoad(Consumer consumer);

    /**
     * @param load of AddLoad()
     * @param powerMw power that it draws from now on [mW]
     */
    void SetLoad(std::size_t load, double powerMw);

    /// @return energy that a consumer has drawn up to now [mJ]
    double GetDrawn(Consumer consumer) const;
    /// @return energy drawn up to now by all [mJ]
    double GetTotalDrawn() const;
    /// @return capacity [mJ]; 0 is a mains supply
    double GetCapacity() const;
    /// @return true if a battery has nothing left; a mains supply never is
    bool IsDepleted() const;
    /// @return hours a full battery would last at the mean power so far; 0 where there is no answer
    double GetLifetimeHours() const;

    /**
     * @brief Signature of the trace source Depleted.
     * @param when time at which the last charge was drawn
     */
    typedef void (*DepletedTracedCallback)(Time when);

  private:
    void Accrue() const;

    double m_capacityMj{0};
    mutable std::array<double, CONSUMER_COUNT> m_drawnMj{};
    std::array<double, CONSUMER_COUNT> m_basePowerMw{};
    std::vector<std::pair<Consumer, double>> m_loads; //!< power of each [mW]
    std::array<double, CONSUMER_COUNT> m_loadsMw{};   //!< their sum, by consumer
    mutable Time m_accruedUntil;
    bool m_depleted{false};
    TracedCallback<Time> m_depletedTrace;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BATTERY_H
