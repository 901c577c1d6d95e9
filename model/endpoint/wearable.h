// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_WEARABLE_H
#define IOMT_WEARABLE_H

#include "endpoint.h"

#include "ns3/battery.h"
#include "ns3/device-profile.h"
#include "ns3/near-duplicates.h"
#include "ns3/object-sealer.h"
#include "ns3/signal.h"

#include <memory>
#include <optional>
#include <string>

namespace ns3
{
namespace iomt
{

/// A reading that was just put into its message.
struct ProducedReading
{
    uint64_t provenance{0};  //!< number that travels beside it
    uint64_t sequence{0};    //!< of this device, from 0
    bool urgent{false};      //!< goes as CON
    Time felt;               //!< first sample
    Time ready;              //!< block complete and converted
    uint32_t bytes{0};       //!< SenML [B]
    uint32_t sealedBytes{0}; //!< CoAP payload [B]
};

/**
 * @brief A device on a patient: feels a signal, puts each reading into SenML, seals it for the
 * doctor and publishes it at the broker.
 *
 * Readings go as NON; one in which a sensor's value is beyond its urgent threshold, or without
 * which later ones could not be opened, goes as CON (RFC 7252, 4.2 and 4.3).
 */
class Wearable : public Endpoint
{
  public:
    static TypeId GetTypeId();
    Wearable();
    ~Wearable() override;

    /**
     * @brief What it feels.
     * @param signal source of readings
     * @param sensors profiles of the quantities in the signal, all of the same period
     * @param noisy whether the sensors' noise is to be added (not to recordings, which have theirs)
     * @throws std::invalid_argument if there is no sensor or their periods differ
     */
    void SetSignal(std::unique_ptr<Signal> signal,
                   const std::vector<SensorProfile>& sensors,
                   bool noisy);
    /**
     * @param topic path at the broker, such as "ps/p3/pulse-oximeter"
     * @param baseName SenML base name, such as "p3/pulse-oximeter/"
     */
    void SetTopic(const std::string& topic, const std::string& baseName);
    /// @param broker where readings are published
    void SetBroker(const CoapPeer& broker);
    /**
     * @param key seals each reading for the doctor
     * @param rekey when to take a new one; unless given, as the suite does it
     * @throws std::invalid_argument if key or policy do not fit the key's suite
     */
    void SetKey(const ObjectKey& key, const std::optional<RekeyPolicy>& rekey = std::nullopt);
    /**
     * @brief Leave out readings that tell nearly nothing; urgent ones and blocks of samples never.
     * @param filter decides
     */
    void SetNearDuplicates(const NearDuplicates& filter);
    /// @return readings left out
    uint64_t GetDropped() const;
    /// @param battery charged for each sample
    void SetBattery(Ptr<Battery> battery);
    /// @param first number of the first reading's provenance; the following ones count up from it
    void SetFirstProvenance(uint64_t first);

    int64_t AssignStreams(int64_t stream) override;

    /**
     * @brief Signature of the trace source Produced.
     * @param reading what was produced
     */
    typedef void (*ProducedTracedCallback)(const ProducedReading& reading);

  protected:
    void Begin() override;
    void DoDispose() override;

  private:
    void FinishBlock(double startS);
    void Publish(const SensorReading& felt, double startS);
    Bytes Encode(const SensorReading& felt) const;
    bool IsUrgent(const SensorReading& felt) const;
    bool IsRedundant(const SensorReading& felt, bool urgent);
    void AddSensorError(SensorReading& felt);
    double Gaussian();

    std::unique_ptr<Signal> m_signal;
    std::vector<SensorProfile> m_sensors;
    bool m_noisy{false};
    std::string m_topic;
    std::string m_baseName;
    CoapPeer m_broker;
    std::unique_ptr<ObjectSealer> m_sealer;
    std::optional<NearDuplicates> m_nearDuplicates;
    uint64_t m_dropped{0};
    Ptr<Battery> m_battery;
    Ptr<NormalRandomVariable> m_noise;
    uint64_t m_firstProvenance{1};
    uint64_t m_sequence{0};
    Time m_sensingStop;
    double m_rateHz{0};
    TracedCallback<const ProducedReading&> m_produced;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_WEARABLE_H
