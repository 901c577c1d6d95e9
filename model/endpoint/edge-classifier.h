// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_EDGE_CLASSIFIER_H
#define IOMT_EDGE_CLASSIFIER_H

#include "patient-monitor.h"

#include "ns3/nstime.h"
#include "ns3/object-sealer.h"
#include "ns3/object.h"
#include "ns3/processor.h"
#include "ns3/traced-callback.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace ns3
{
namespace iomt
{

/**
 * @brief Judges patients away from the doctor, on the processor of whoever it belongs to, and tells
 * the doctor what is new.
 *
 *     reading ─▶ [open] ─▶ classify ─▶ new? ─▶ seal ─▶ publish ─▶ … ─▶ doctor
 *
 * A verdict is new if a label or alarm of it changed, or if none was sent for the attribute Repeat.
 * It goes to the doctor under a key of its own.
 */
class EdgeClassifier : public Object
{
  public:
    static TypeId GetTypeId();
    EdgeClassifier();
    ~EdgeClassifier() override;

    /**
     * @brief How a verdict leaves.
     * @param topic where
     * @param object what
     * @param urgent it raises an alarm
     */
    using Publish =
        std::function<void(const std::string& topic, const SealedObject& object, bool urgent)>;

    /**
     * @param monitor classifiers, and keys of the devices it may read
     * @param processor that does the work
     * @param publish how verdicts leave
     */
    void Set(std::unique_ptr<PatientMonitor> monitor, Ptr<Processor> processor, Publish publish);
    /**
     * @brief Where the doctor hears of a patient.
     * @param patient of the monitor
     * @param topic where verdicts are published
     * @param key that seals them
     */
    void SetVerdictTopic(const std::string& patient,
                         const std::string& topic,
                         const ObjectKey& key);

    /// @param topic of a device @return whether its readings can be taken
    bool Takes(const std::string& topic) const;
    /**
     * @brief A sealed reading passed; does nothing unless Takes(topic).
     * @param topic of the device
     * @param contentFormat of the payload
     * @param payload as it travels
     * @param provenance beside it
     */
    void TakeSealed(const std::string& topic,
                    uint16_t contentFormat,
                    const Bytes& payload,
                    uint64_t provenance);
    /**
     * @brief A reading that is not sealed yet.
     * @param patient of the monitor
     * @param felt the reading
     * @param provenance it will have
     */
    void Take(const std::string& patient, const Felt& felt, uint64_t provenance);

    /**
     * @brief Signature of the trace source Classified.
     * @param reading the reading judged
     * @param results what the classifiers said
     */
    typedef void (*ClassifiedTracedCallback)(const OpenedReading& reading,
                                             const std::vector<Classification>& results);
    /**
     * @brief Signature of the trace source Refused.
     * @param reading one that could not be opened, and why
     */
    typedef void (*RefusedTracedCallback)(const OpenedReading& reading);

  protected:
    void DoDispose() override;

  private:
    /// What the doctor was told of a patient last.
    struct Told
    {
        std::string topic;
        std::unique_ptr<ObjectSealer> sealer;
        std::optional<Time> at;
        std::map<std::string, std::pair<std::string, Alarm>> said; //!< by classifier
    };

    void Judge(const OpenedReading& reading, const Felt& felt);
    bool IsNews(Told& told, const std::vector<Classification>& results) const;
    void Tell(const std::string& patient, double t, const std::vector<Classification>& results);

    std::unique_ptr<PatientMonitor> m_monitor;
    Ptr<Processor> m_processor;
    Publish m_publish;
    std::map<std::string, Told> m_told; //!< by patient
    Time m_repeat;
    TracedCallback<const OpenedReading&, const std::vector<Classification>&> m_classified;
    TracedCallback<const OpenedReading&> m_refused;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_EDGE_CLASSIFIER_H
