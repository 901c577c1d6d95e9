// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_OBJECT_OPENER_H
#define IOMT_OBJECT_OPENER_H

#include "cose.h"
#include "object-sealer.h"
#include "replay-window.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace ns3::iomt
{

/// What became of a message that claims to be sealed.
enum class OpenStatus
{
    OK,          //!< authentic and new, or suite `none`
    MALFORMED,   //!< no COSE_Encrypt0, or not the protection this opener insists on
    UNKNOWN_KEY, //!< no key of that kid, or the message that brought it did not come
    BAD_TAG,     //!< changed, moved to another topic, or sealed under another key
    REPLAYED     //!< authentic, but accepted before or older than the window
};

/// @param status any @return "ok", "malformed", "unknown-key", "bad-tag", "replayed"
std::string ToString(OpenStatus status);

/// A message taken out of its protection.
struct OpenedObject
{
    OpenStatus status{OpenStatus::MALFORMED}; //!< the rest only counts if OK
    Bytes plaintext;                          //!< what was sealed
    uint16_t contentFormat{0};                //!< of the plaintext
    Bytes kid;                                //!< who sealed it; empty under suite `none`
    uint64_t sequence{0};                     //!< the producer's number; 0 under suite `none`
};

/**
 * @brief Opens what ObjectSealer sealed, for any number of producers.
 *
 * Under suite `none` everything is accepted as it came, duplicates and changes included; under any
 * other a bare payload is MALFORMED, so protection cannot be stripped off.
 */
class ObjectOpener
{
  public:
    /**
     * @param suite all producers use
     * @throws std::invalid_argument if unknown
     */
    explicit ObjectOpener(const std::string& suite);

    /**
     * @param key of a producer, of this opener's suite; replaces one of the same kid
     * @throws std::invalid_argument if the suite is another or a length does not fit
     */
    void AddKey(const ObjectKey& key);

    /**
     * @param contentFormat of the payload
     * @param payload from the network
     * @param topic it came by
     * @return what was sealed, or why not
     */
    OpenedObject Open(uint16_t contentFormat, const Bytes& payload, const std::string& topic);

  private:
    /// A key that a message was authentic under.
    struct KnownKey
    {
        std::shared_ptr<CipherSuite> suite;
        Bytes encryptedKey; //!< as it travelled
    };

    struct Producer
    {
        ObjectKey key;
        std::map<uint64_t, KnownKey> known; //!< by number, the latest few
        ReplayWindow window;
    };

    std::optional<KnownKey> FindKey(const Producer& producer,
                                    uint64_t number,
                                    const CoseObject& object) const;

    std::string m_suite;
    ObjectProtection m_protection;
    bool m_protected;                      //!< false under suite `none`
    std::map<Bytes, Producer> m_producers; //!< by kid
};

} // namespace ns3::iomt

#endif // IOMT_OBJECT_OPENER_H
