// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_INSURER_H
#define IOMT_INSURER_H

#include "castle.h"
#include "endpoint.h"

#include "ns3/object-opener.h"

#include <map>
#include <memory>
#include <string>

namespace ns3
{
namespace iomt
{

/// What the insurer learns about somebody.
struct AnonymousReading
{
    std::string cluster;                       //!< equal where the ranges were made together
    std::map<std::string, CastleRange> ranges; //!< by quasi-identifier
    std::map<std::string, double> values;      //!< by quantity, in SenML units
};

/**
 * @brief The insurer, somewhere in the internet: takes what the anonymiser sends, and nothing that
 * somebody else made.
 */
class Insurer : public Endpoint
{
  public:
    /// Where the anonymiser's messages are PUT.
    static constexpr const char* PATH = "anonymous/readings";

    static TypeId GetTypeId();
    Insurer();
    ~Insurer() override;

    /// @param key shared with the anonymiser
    void SetAnonymiser(const ObjectKey& key);

    /// @return messages that were not the anonymiser's, or not readable
    uint64_t GetRefused() const;

    /**
     * @brief Signature of the trace source Learnt.
     * @param reading about somebody
     */
    typedef void (*LearntTracedCallback)(const AnonymousReading& reading);

  protected:
    void Begin() override;

  private:
    std::optional<CoapAnswer> Handle(const CoapIncoming& incoming);
    void Take(uint16_t contentFormat, const Bytes& payload, uint64_t exchange);

    std::unique_ptr<ObjectOpener> m_opener;
    uint64_t m_refused{0};
    TracedCallback<const AnonymousReading&> m_learnt;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_INSURER_H
