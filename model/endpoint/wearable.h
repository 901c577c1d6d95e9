// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_WEARABLE_H
#define IOMT_WEARABLE_H

#include "actuator.h"
#include "commanded.h"
#include "edge-classifier.h"
#include "outbox.h"

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
 *
 * A doctor may change how often it reads, silence it and wake it, and command its actuator.
 */
class Wearable : public Commanded
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
    /// @param actuator obeys what is no command for every device
    void SetActuator(std::unique_ptr<Actuator> actuator);
    /// @return what it acts with; null if it only feels
    const Actuator* GetActuator() const;
    /// @param streaming false: feels nothing until a command starts it; true unless told otherwise
    void SetStreaming(bool streaming);
    /**
     * @brief Have readings judged here, before they are sealed.
     * @param classifier knows the patient
     * @param patient who wears this
     * @param withholds readings that are not urgent are not sent: verdicts replace them
     */
    void SetEdgeClassifier(Ptr<EdgeClassifier> classifier,
                           const std::string& patient,
                           bool withholds);
    /// @return readings left out
    uint64_t GetDropped() const;
    /// @param battery charged for each sample
    void SetBattery(Ptr<Battery> battery);
    /**
     * @brief Keep readings in memory while the link is away; without this they go and are forgotten.
     * After SetSignal().
     * @param memoryBytes payloads kept [B]
     * @param verdict time after which the link gives up no frame any more
     */
    void SetOutbox(uint64_t memoryBytes, Time verdict);
    /// @return what is kept; null without SetOutbox()
    const Outbox* GetOutbox() const;
    /// @param up whether the link can take something
    void LinkChanged(bool up);
    /// @param frame that the link takes
    void FrameTaken(Ptr<const Packet> frame);
    /// @param frame that the link gave up
    void FrameGivenUp(Ptr<const Packet> frame);
    /// @param first number of the first reading's provenance; the following ones count up from it
    void SetFirstProvenance(uint64_t first);

    int64_t AssignStreams(int64_t stream) override;

    /**
     * @brief Signature of the trace source Produced.
     * @param reading what was produced
     */
    typedef void (*ProducedTracedCallback)(const ProducedReading& reading);
    /**
     * @brief Signature of the trace source Kept.
     * @param provenance number beside the reading
     */
    typedef void (*KeptTracedCallback)(uint64_t provenance);
    /**
     * @brief Signature of the trace source Forgotten.
     * @param provenance number beside the reading
     * @param cause in few words
     */
    typedef void (*ForgottenTracedCallback)(uint64_t provenance, const std::string& cause);
    /**
     * @brief Signature of the trace source Withheld.
     * @param provenance of a reading judged here and not sent
     */
    typedef void (*WithheldTracedCallback)(uint64_t provenance);

  protected:
    void Begin() override;
    std::string Execute(const Command& command) override;
    void DoDispose() override;

  private:
    std::string SetRate(const std::optional<double>& perSecond);
    void FinishBlock(double startS, double periodS, bool streams);
    void Publish(const SensorReading& felt, double startS);
    void Dispatch(const OutgoingReading& reading);
    void Send(const OutgoingReading& reading);
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
    std::unique_ptr<ObjectSealer> m_sealer;
    std::optional<NearDuplicates> m_nearDuplicates;
    uint64_t m_dropped{0};
    Ptr<Battery> m_battery;
    Ptr<NormalRandomVariable> m_noise;
    uint64_t m_firstProvenance{1};
    uint64_t m_sequence{0};
    Time m_sensingStop;
    double m_rateHz{0};
    double m_periodS{0}; //!< between readings
    bool m_streaming{true};
    std::unique_ptr<Actuator> m_actuator;
    Ptr<EdgeClassifier> m_classifier;
    std::string m_patient; //!< whom the classifier judges
    bool m_withholds{false};
    std::unique_ptr<Outbox> m_outbox;
    TracedCallback<const ProducedReading&> m_produced;
    TracedCallback<uint64_t> m_kept;
    TracedCallback<uint64_t, const std::string&> m_forgotten;
    TracedCallback<uint64_t> m_withheld;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_WEARABLE_H
