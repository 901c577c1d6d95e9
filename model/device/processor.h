// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_PROCESSOR_H
#define IOMT_PROCESSOR_H

#include "device-profile.h"

#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/traced-callback.h"

#include <chrono>
#include <functional>

namespace ns3
{
namespace iomt
{

class Battery;

/**
 * @brief The processor of a device: a first-come first-served queue that charges executed
 * operations in time and energy.
 *
 * Cryptography, coding and inference run for real on the host, at once. What they executed is
 * handed over as OperationCounts, and the result may be used only when the processor is through
 * with it:
 *
 *     work really done ──▶ counts ──▶ [ waiting │ computing ] ──▶ done()
 *                                       FIFO     counts × cycles / clock
 *
 * Compute::HOST charges the time the work took on the host instead, Compute::FREE nothing.
 */
class Processor : public Object
{
  public:
    /// What a unit of work is charged with.
    enum Compute
    {
        PROFILE, //!< cycles of the device profile: the same on every host
        HOST,    //!< measured host time: depends on the host, and no two runs are the same
        FREE,    //!< nothing
    };

    /// Work waits for its real execution in here, so that host time can be measured around it.
    using Work = std::function<void()>;

    static TypeId GetTypeId();
    Processor();
    ~Processor() override;

    /**
     * @param profile clock, power and cycles of each operation
     */
    void SetProfile(const ProcessorProfile& profile);

    /**
     * @param battery what energy is drawn from
     */
    void SetBattery(Ptr<Battery> battery);

    /**
     * @brief Execute work now and go on when this processor would be through with it.
     * @param work executed at once; the operations it counts are charged
     * @param done called when the charge is over
     * @return false if the queue is full: neither work nor done is called
     */
    bool Execute(const Work& work, const Work& done);

    /**
     * @brief As Execute(), for work that is known by its counts alone.
     * @param counts operations to charge
     * @param done called when the charge is over
     * @return false if the queue is full
     */
    bool Charge(const OperationCounts& counts, const Work& done);

    /// @return how long the counts keep this processor, without waiting
    Time CostOf(const OperationCounts& counts) const;
    /// @return time spent computing so far
    Time GetBusyTime() const;
    /// @return units of work waiting or being computed
    uint32_t GetBacklog() const;
    /// @return units of work refused because the queue was full
    uint64_t GetRefused() const;
    /// @return all operations charged so far
    const OperationCounts& GetOperations() const;

    /**
     * @brief Signature of the trace source Charged.
     * @param wait how long the work waited for the processor
     * @param service how long it was computed
     */
    typedef void (*ChargedTracedCallback)(Time wait, Time service);

  protected:
    void DoDispose() override;

  private:
    bool IsFull();
    void Enqueue(Time service, const Work& done);

    ProcessorProfile m_profile;
    Ptr<Battery> m_battery;
    Compute m_compute{PROFILE};
    uint32_t m_capacity{0};
    Time m_freeAt;
    Time m_busy;
    uint32_t m_backlog{0};
    uint64_t m_refused{0};
    OperationCounts m_operations;
    TracedCallback<Time, Time> m_charged;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_PROCESSOR_H
