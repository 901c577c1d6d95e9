// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CLASSIFYING_HOOK_H
#define IOMT_CLASSIFYING_HOOK_H

#include "edge-classifier.h"
#include "forwarding-path.h"

namespace ns3
{
namespace iomt
{

/**
 * @brief Has the readings that a gateway forwards judged there, see EdgeClassifier.
 *
 * It takes the CoAP publications out of the UDP datagrams that pass. Readings sent as NON may be
 * withheld: their verdict goes on instead. Those sent as CON always pass, since their sender waits
 * for the acknowledgement.
 */
class ClassifyingHook : public ForwardingHook
{
  public:
    static constexpr const char* WITHHELD = "withheld"; //!< reason of a drop that is no loss

    static TypeId GetTypeId();
    ClassifyingHook();
    ~ClassifyingHook() override;

    /// @param classifier judges what passes @param withholds whether verdicts replace readings
    void Set(Ptr<EdgeClassifier> classifier, bool withholds);
    void Handle(Ptr<Transit> transit) override;

  protected:
    void DoDispose() override;

  private:
    Ptr<EdgeClassifier> m_classifier;
    bool m_withholds{false};
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_CLASSIFYING_HOOK_H
